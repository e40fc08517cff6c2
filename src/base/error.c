/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include "base/memory.h"

#include <stdarg.h>
#include <string.h>

#define CAPACITY_MIN ((size_t)8)

void bw_error_list_init(struct bw_error_list *list)
{
    *list = (struct bw_error_list){.errors = NULL};
    bw_arena_init(&list->arena);
}

void bw_error_list_release(struct bw_error_list *list)
{
    bw_arena_release(&list->arena);
    bw_memory_free(list->errors);
    bw_error_list_init(list);
}

/* Returns a zeroed entry that is not counted yet, or NULL when the list is full or
 * memory is short. */
static struct bw_error *next_entry(struct bw_error_list *list)
{
    if (list->count >= BW_ERROR_LIMIT) {
        return NULL;
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? CAPACITY_MIN : 2 * list->capacity;
        struct bw_error *errors =
            bw_memory_resize(list->errors, capacity, sizeof *list->errors);
        if (errors == NULL) {
            return NULL;
        }
        list->errors = errors;
        list->capacity = capacity;
    }
    struct bw_error *error = &list->errors[list->count];
    *error = (struct bw_error){.status = BW_OK};
    return error;
}

/* Copies text, which may be NULL, into the list. Returns false when memory is short. */
static bool copy_text(struct bw_error_list *list, const char *text, const char **copy)
{
    *copy = NULL;
    if (text != NULL) {
        *copy = bw_arena_copy_text(&list->arena, text, strlen(text));
    }
    return text == NULL || *copy != NULL;
}

/* Adds an error like head, whose text is not used, with the formatted text. One that
 * cannot be kept is still counted: the caller learns that something is wrong even when
 * there is no memory left to say what. */
BW_PRINTF(3, 0)
static void add_list(struct bw_error_list *list, const struct bw_error *head,
    const char *format, va_list arguments)
{
    if (head->severity == BW_SEVERITY_ERROR) {
        list->error_count++;
    } else {
        list->warning_count++;
    }
    struct bw_error *error = next_entry(list);
    if (error == NULL) {
        return;
    }
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format_list(&text, format, arguments);
    *error = *head;
    if (!text.failed && copy_text(list, head->position.file, &error->position.file)
        && copy_text(list, head->path, &error->path)
        && copy_text(list, bw_text_get(&text), &error->text)) {
        list->count++;
    }
    bw_text_release(&text);
}

void bw_error_add(struct bw_error_list *list, enum bw_severity severity,
    enum bw_status status, struct bw_position position, const char *path,
    const char *format, ...)
{
    const struct bw_error head = {
        .severity = severity, .status = status, .position = position, .path = path};
    va_list arguments;
    va_start(arguments, format);
    add_list(list, &head, format, arguments);
    va_end(arguments);
}

enum bw_status bw_error_fail(
    struct bw_error_list *list, enum bw_status status, const char *format, ...)
{
    const struct bw_error head = {.severity = BW_SEVERITY_ERROR, .status = status};
    va_list arguments;
    va_start(arguments, format);
    add_list(list, &head, format, arguments);
    va_end(arguments);
    return status;
}

void bw_error_write(const struct bw_error *error, struct bw_text *text)
{
    if (error->position.file != NULL) {
        bw_text_add(text, error->position.file);
        if (error->position.line > 0) {
            bw_text_format(text, ":%d", error->position.line);
        }
        if (error->position.line > 0 && error->position.column > 0) {
            bw_text_format(text, ":%d", error->position.column);
        }
        bw_text_add(text, ": ");
    }
    if (error->path != NULL) {
        bw_text_format(text, "%s: ", error->path);
    }
    bw_text_add(text, error->text);
}
