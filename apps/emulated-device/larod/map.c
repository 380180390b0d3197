#include "internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    char* key;
    char* text;         /* or */
    int64_t numbers[4]; /* count of them */
    size_t count;
};

struct larodMap {
    struct entry* entries;
    size_t count;
};

larodMap* larodCreateMap(larodError** error)
{
    larodMap* map = calloc(1, sizeof *map);
    if (map == NULL)
        fail(error, ENOMEM, "Out of memory");
    return map;
}

void larodDestroyMap(larodMap** map)
{
    if (map == NULL || *map == NULL)
        return;
    for (size_t i = 0; i < (*map)->count; ++i) {
        free((*map)->entries[i].key);
        free((*map)->entries[i].text);
    }
    free((*map)->entries);
    free(*map);
    *map = NULL;
}

static struct entry* find(const larodMap* map, const char* key)
{
    for (size_t i = 0; map != NULL && key != NULL && i < map->count; ++i)
        if (strcmp(map->entries[i].key, key) == 0)
            return &map->entries[i];
    return NULL;
}

/* The entry of a key, empty; NULL if there is no memory. */
static struct entry* fresh(larodMap* map, const char* key)
{
    struct entry* entry = find(map, key);
    if (entry == NULL) {
        struct entry* larger = realloc(map->entries, (map->count + 1) * sizeof *larger);
        if (larger == NULL)
            return NULL;
        map->entries = larger;
        entry = &larger[map->count++];
        *entry = (struct entry){.key = strdup(key)};
    }
    free(entry->text);
    entry->text = NULL;
    entry->count = 0;
    return entry;
}

static bool set(larodMap* map, const char* key, const char* text, const int64_t* numbers,
                size_t count, larodError** error)
{
    if (map == NULL || key == NULL)
        return fail(error, EINVAL, "Argument is NULL");
    struct entry* entry = fresh(map, key);
    if (entry == NULL)
        return fail(error, ENOMEM, "Out of memory");
    if (text != NULL)
        entry->text = strdup(text);
    entry->count = count;
    for (size_t i = 0; i < count; ++i)
        entry->numbers[i] = numbers[i];
    return true;
}

const char* map_text(const larodMap* map, const char* key)
{
    const struct entry* entry = find(map, key);
    return entry != NULL ? entry->text : NULL;
}

const int64_t* map_numbers(const larodMap* map, const char* key, size_t count)
{
    const struct entry* entry = find(map, key);
    return entry != NULL && entry->count == count ? entry->numbers : NULL;
}

bool larodMapSetStr(larodMap* map, const char* key, const char* value, larodError** error)
{
    if (value == NULL)
        return fail(error, EINVAL, "Value is NULL");
    return set(map, key, value, NULL, 0, error);
}

bool larodMapSetInt(larodMap* map, const char* key, const int64_t value, larodError** error)
{
    return set(map, key, NULL, &value, 1, error);
}

bool larodMapSetIntArr2(larodMap* map, const char* key, const int64_t value0, const int64_t value1,
                        larodError** error)
{
    return set(map, key, NULL, (const int64_t[]){value0, value1}, 2, error);
}

bool larodMapSetIntArr4(larodMap* map, const char* key, const int64_t value0, const int64_t value1,
                        const int64_t value2, const int64_t value3, larodError** error)
{
    return set(map, key, NULL, (const int64_t[]){value0, value1, value2, value3}, 4, error);
}

const char* larodMapGetStr(larodMap* map, const char* key, larodError** error)
{
    const char* text = map_text(map, key);
    if (text == NULL)
        fail(error, EINVAL, "There is no text of this key");
    return text;
}

static const int64_t* numbers(larodMap* map, const char* key, size_t count, larodError** error)
{
    const int64_t* found = map_numbers(map, key, count);
    if (found == NULL)
        fail(error, EINVAL, "There are not %zu numbers of this key", count);
    return found;
}

bool larodMapGetInt(larodMap* map, const char* key, int64_t* value, larodError** error)
{
    const int64_t* found = numbers(map, key, 1, error);
    if (found != NULL && value != NULL)
        *value = *found;
    return found != NULL;
}

const int64_t* larodMapGetIntArr2(larodMap* map, const char* key, larodError** error)
{
    return numbers(map, key, 2, error);
}

const int64_t* larodMapGetIntArr4(larodMap* map, const char* key, larodError** error)
{
    return numbers(map, key, 4, error);
}
