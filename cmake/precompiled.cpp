// The precompiled header of rooms.cmake is made for this source, and used by all others.
