#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _AXSerialConfig AXSerialConfig;
typedef enum { AX_SERIAL_RS232, AX_SERIAL_RS422, AX_SERIAL_RS485, AX_SERIAL_RS485_4 } AXSerialPortmode;
typedef enum { AX_SERIAL_B9600 = 9600 } AXSerialBaudrate;
typedef enum { AX_SERIAL_DATABITS_7 = 7, AX_SERIAL_DATABITS_8 } AXSerialDatabits;
typedef enum { AX_SERIAL_PARITY_NONE } AXSerialParity;
typedef enum { AX_SERIAL_STOPBITS_1 = 1, AX_SERIAL_STOPBITS_2 } AXSerialStopbits;
typedef enum { AX_SERIAL_DISABLE, AX_SERIAL_ENABLE } AXSerialEnable;
AXSerialConfig* ax_serial_init(guint portindex, GError** error);
void ax_serial_cleanup(AXSerialConfig* config);
gboolean ax_serial_port_enable(AXSerialConfig* config, AXSerialEnable enable, GError** error);
gboolean ax_serial_set_portmode(AXSerialConfig* config, AXSerialPortmode portmode, GError** error);
gboolean ax_serial_set_baudrate(AXSerialConfig* config, AXSerialBaudrate baudrate, GError** error);
gboolean ax_serial_set_databits(AXSerialConfig* config, AXSerialDatabits databits, GError** error);
gboolean ax_serial_set_parity(AXSerialConfig* config, AXSerialParity parity, GError** error);
gboolean ax_serial_set_stopbits(AXSerialConfig* config, AXSerialStopbits stopbits, GError** error);
gboolean ax_serial_sync_port_settings(AXSerialConfig* config, GError** error);
gint ax_serial_get_fd(AXSerialConfig* config, GError** error);
#ifdef __cplusplus
}
#endif
