/* The APIs of the platform guide and their libraries.
 *
 * Sources of the file names: the libraries that Axis' own applications ask for, and those that its
 * examples link (pkg-config names in their Makefiles). Where neither shows one the row is not sure:
 * a file of the name that the pkg-config name suggests is reported, its absence proves nothing. */
#include "apis.h"

const struct api apis[] = {
    /* ax_event_handler_unsubscribe_and_notify: AXIS OS 12.4 (release notes of ACAP 12.7) */
    {"Event", "libaxevent.so", 1, {"ax_event_handler_unsubscribe_and_notify"}},
    {"Edge storage", "libaxstorage.so", 1, {NULL}},
    {"License key", "liblicensekey.so", 1, {NULL}},
    {"Parameter", "libaxparameter.so", 1, {NULL}},
    {"Serial port", "libaxserialport.so", 0, {NULL}},
    /* All three until AXIS OS 12: 13 is said to take them away (a public ruleset for the upgrade) */
    {"VDO",
     "libvdostream.so",
     1,
     {"vdo_frame_get_is_last_buffer", "vdo_frame_get_fd", "vdo_frame_get_opaque"}},
    {"Axoverlay", "libaxoverlay.so", 1, {NULL}},
    {"Axoverlay2", "libaxoverlay2.so", 1, {NULL}},
    {"FastCGI", "libfcgi.so", 1, {NULL}},
    {"AxHTTP", "libaxhttp.so", 1, {NULL}},
    /* All three: AXIS OS 12.7 (release notes of ACAP 12.7) */
    {"larod",
     "liblarod.so",
     1,
     {"larodBuildTensorDims", "larodBuildTensorPitches", "larodConvertVmemFdToDmabuf"}},
    {"Message broker", "libmdb.so", 0, {NULL}},
    {"Device Data Hub", "libdevice-data-hub-client-c.so", 0, {NULL}},
    {"Bounding box", "libbbox.so", 1, {NULL}},
    {"OpenCL", "libOpenCL.so", 1, {NULL}},
    {"OpenGL", "libGLESv2.so", 1, {NULL}},
    {"EGL", "libEGL.so", 1, {NULL}},
    {"Cairo", "libcairo.so", 1, {NULL}},
    {"PipeWire", "libpipewire-0.3.so", 1, {NULL}},
    {"Recording", "libsystemd.so", 1, {NULL}}, /* through sd-bus, in Axis' example */
    {"cURL", "libcurl.so", 1, {NULL}},
    {"OpenSSL", "libssl.so", 1, {NULL}},
    {"Jansson", "libjansson.so", 1, {NULL}},
    /* GLib 2.76: what programs built with the headers of GLib 2.80 ask for in place of
     * g_string_free (a published measurement on AXIS OS 11.11) */
    {"GLib", "libglib-2.0.so", 1, {"g_string_free_and_steal"}},
};

const size_t api_count = sizeof apis / sizeof *apis;
