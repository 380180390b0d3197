/* The report travels through the application log, which may interleave it with other lines, cut
 * lines, lose some and repeat them over fetches. So each part of it (part.h) goes out as
 *
 *     acapctl-probe/1 RUN.2 1/7 CRC TEXT     one piece of the JSON text of part 2, in order
 *     acapctl-probe/1 RUN.2 end 7 CRC        how many pieces, and the CRC-32 of the whole text
 *
 * and at any time, of the run and of no part,
 *
 *     acapctl-probe/1 RUN doing TEXT         what goes on
 *
 * RUN is drawn by lot: it tells this run from every other one whose lines are in the log. Parts count from 1;
 * "more" in the text of each says whether another one follows. CRC is CRC-32 (the polynomial of zlib and
 * gzip) of TEXT in eight hex digits; the script probe may write "-" for it. TEXT is printable ASCII. */
#include "log.h"

#include "clock.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

static char run[32];
static unsigned part;

/* The clock has one value for all that happens within a moment, and in a namespace of its own a
 * program has the same process id each time. */
static void draw_run(void)
{
    uint64_t number = 0;
    FILE* lot = fopen("/dev/urandom", "re");
    if (lot == NULL || fread(&number, sizeof number, 1, lot) != 1)
        number = (uint64_t)(seconds_now() * 1e9) + ((uint64_t)getpid() << 48);
    if (lot != NULL)
        fclose(lot);
    snprintf(run, sizeof run, "%016" PRIx64, number);
}

void log_open(void)
{
    openlog("acapctl_probe", LOG_PID, LOG_USER);
    draw_run();
}

void log_doing(const char* text)
{
    char printable[log_text_length + 1];
    size_t length = 0;
    for (; text[length] != '\0' && length < log_text_length; ++length)
        printable[length] = text[length] < 0x20 || text[length] > 0x7e ? '?' : text[length];
    printable[length] = '\0';
    syslog(LOG_INFO, "acapctl-probe/1 %s doing %s", run, printable);
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

/* No piece begins or ends with a blank: logs trim those. */
static size_t piece_of(const char* text, size_t rest)
{
    if (rest <= log_text_length)
        return rest;
    size_t length = log_text_length;
    while (length > 1 && (text[length - 1] == ' ' || text[length] == ' '))
        --length;
    return length;
}

static size_t count_pieces(const char* text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at += piece_of(text + at, length - at))
        ++count;
    return count;
}

void log_part(const char* text, size_t length)
{
    ++part;
    const size_t count = count_pieces(text, length);
    size_t number = 0;
    for (size_t at = 0; at < length;) {
        const size_t piece = piece_of(text + at, length - at);
        syslog(LOG_INFO, "acapctl-probe/1 %s.%u %zu/%zu %08" PRIx32 " %.*s", run, part, ++number,
               count, crc32_of(text + at, piece), (int)piece, text + at);
        at += piece;
    }
    syslog(LOG_INFO, "acapctl-probe/1 %s.%u end %zu %08" PRIx32, run, part, count,
           crc32_of(text, length));
}
