#pragma once
int licensekey_verify(const char* app_name, int app_id, int major_version, int minor_version);
