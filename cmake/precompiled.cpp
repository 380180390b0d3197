// The precompiled header of settings.cmake is made for this source, and used by all others.
