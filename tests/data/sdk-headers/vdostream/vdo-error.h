#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
enum { VDO_ERROR_NOT_FOUND = 1, VDO_ERROR_NO_DATA = 13 };
#define VDO_ERROR vdo_error_quark()
GQuark vdo_error_quark(void);
gboolean vdo_error_is_expected(GError** error);
#ifdef __cplusplus
}
#endif
