#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int licensekey_verify(const char* app_name, int app_id, int major_version, int minor_version);
#ifdef __cplusplus
}
#endif
