#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct FCGX_Stream FCGX_Stream;
typedef char** FCGX_ParamArray;
typedef struct {
    FCGX_Stream* in;
    FCGX_Stream* out;
    FCGX_Stream* err;
    char** envp;
} FCGX_Request;
int FCGX_Init(void);
int FCGX_OpenSocket(const char* path, int backlog);
int FCGX_InitRequest(FCGX_Request* request, int sock, int flags);
int FCGX_Accept_r(FCGX_Request* request);
void FCGX_Finish_r(FCGX_Request* request);
char* FCGX_GetParam(const char* name, FCGX_ParamArray envp);
int FCGX_FPrintF(FCGX_Stream* stream, const char* format, ...);
#ifdef __cplusplus
}
#endif
