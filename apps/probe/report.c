/* The report travels through the application log, which may interleave it with other lines, cut
 * lines and repeat them over fetches. So it goes out as
 *
 *     acapctl-probe/1 RUN 1/7 CRC TEXT     one piece of the JSON text, in order
 *     acapctl-probe/1 RUN end 7 CRC        how many pieces, and the CRC-32 of the whole text
 *
 * RUN is drawn by lot: it tells this run from every other one whose lines are in the log. CRC is CRC-32 (the
 * polynomial of zlib and gzip) of TEXT in eight hex digits. TEXT is printable ASCII. */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

enum { piece_length = 160 }; /* well below the shortest line limit of a syslog daemon */

static void append(struct report* report, const char* text, size_t length)
{
    if (report->length + length + 1 > report->capacity) {
        const size_t capacity = 2 * (report->length + length + 1);
        char* larger = realloc(report->text, capacity);
        if (larger == NULL) {
            syslog(LOG_ERR, "out of memory");
            exit(1);
        }
        report->text = larger;
        report->capacity = capacity;
    }
    memcpy(report->text + report->length, text, length);
    report->length += length;
    report->text[report->length] = '\0';
}

static void append_quoted(struct report* report, const char* text)
{
    append(report, "\"", 1);
    for (; *text != '\0'; ++text) {
        const unsigned char c = (unsigned char)*text;
        char escape[8];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c < 0x20 || c > 0x7e)
            snprintf(escape, sizeof escape, "\\u%04x", c);
        else
            snprintf(escape, sizeof escape, "%c", c);
        append(report, escape, strlen(escape));
    }
    append(report, "\"", 1);
}

static void begin_value(struct report* report, const char* key)
{
    if (report->needs_comma)
        append(report, ",", 1);
    report->needs_comma = 1;
    if (key != NULL) {
        append_quoted(report, key);
        append(report, ":", 1);
    }
}

void report_begin(struct report* report, const char* key, char bracket)
{
    begin_value(report, key);
    append(report, &bracket, 1);
    report->needs_comma = 0;
}

void report_end(struct report* report, char bracket)
{
    append(report, &bracket, 1);
    report->needs_comma = 1;
}

void report_string(struct report* report, const char* key, const char* value)
{
    begin_value(report, key);
    if (value == NULL)
        append(report, "null", 4);
    else
        append_quoted(report, value);
}

void report_number(struct report* report, const char* key, uint64_t value)
{
    char digits[24];
    begin_value(report, key);
    append(report, digits, (size_t)snprintf(digits, sizeof digits, "%" PRIu64, value));
}

void report_bool(struct report* report, const char* key, int value)
{
    begin_value(report, key);
    append(report, value ? "true" : "false", value ? 4 : 5);
}

static uint32_t crc32_of(const char* text, size_t length)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; ++i) {
        crc ^= (unsigned char)text[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return crc ^ 0xffffffffu;
}

/* The clock has one value for all that happens within a second or before it is set, and in a
 * namespace of its own a program has the same process id each time. */
static void draw_run(char* run, size_t size)
{
    uint64_t number = 0;
    struct timespec now = {0};
    FILE* lot = fopen("/dev/urandom", "re");
    if (lot == NULL || fread(&number, sizeof number, 1, lot) != 1) {
        clock_gettime(CLOCK_REALTIME, &now);
        number = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec +
                 ((uint64_t)getpid() << 48);
    }
    if (lot != NULL)
        fclose(lot);
    snprintf(run, size, "%016" PRIx64, number);
}

int report_send(const struct report* report)
{
    char run[32];
    draw_run(run, sizeof run);
    const size_t pieces = (report->length + piece_length - 1) / piece_length;
    for (size_t i = 0; i < pieces; ++i) {
        const char* piece = report->text + i * piece_length;
        const size_t rest = report->length - i * piece_length;
        const size_t length = rest < piece_length ? rest : piece_length;
        syslog(LOG_INFO, "acapctl-probe/1 %s %zu/%zu %08" PRIx32 " %.*s", run, i + 1, pieces,
               crc32_of(piece, length), (int)length, piece);
    }
    syslog(LOG_INFO, "acapctl-probe/1 %s end %zu %08" PRIx32, run, pieces,
           crc32_of(report->text, report->length));
    return 0;
}
