/** Functions that programs take along as they need them. */

export const FAIL = `static void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\\n', stderr);
    exit(1);
}`.split('\n')

export const SETTING = `static const char *setting(const char *name, const char *fallback) {
    const char *text = getenv(name);
    if (text != NULL && *text != '\\0') return text;
    if (fallback == NULL) fail("Set the environment variable %s.", name);
    return fallback;
}`.split('\n')

export const COLLECT = `struct buffer {
    char *data;
    size_t size;
};

/* Adds what came to the buffer, and a zero behind it. */
static size_t collect(void *data, size_t size, size_t count, void *into) {
    struct buffer *buffer = into;
    char *grown = realloc(buffer->data, buffer->size + size * count + 1);
    if (grown == NULL) return 0;
    memcpy(grown + buffer->size, data, size * count);
    buffer->data = grown;
    buffer->size += size * count;
    buffer->data[buffer->size] = '\\0';
    return size * count;
}`.split('\n')

/** A text as `va_arg` takes it. */
export const TEXT_ARGUMENT = 'typedef const char *text_argument;'

export const JOIN = `${TEXT_ARGUMENT}

/* The texts one behind the other; NULL ends them. */
static char *joined(const char *first, ...) {
    struct buffer whole = {NULL, 0};
    va_list texts;
    va_start(texts, first);
    for (const char *text = first; text != NULL; text = va_arg(texts, text_argument)) {
        collect((void *)text, 1, strlen(text), &whole);
    }
    va_end(texts);
    return whole.data;
}`.split('\n')

export const QUOTED = `/* A text as JSON writes it. */
static char *quoted(const char *text) {
    cJSON *string = cJSON_CreateString(text);
    char *printed = cJSON_PrintUnformatted(string);
    cJSON_Delete(string);
    return printed;
}`.split('\n')

export const JSON_VALUE = `static const char *json_text(const char *name, const char *text) {
    cJSON *value = cJSON_ParseWithOpts(text, NULL, 1);
    if (value == NULL) fail("%s must hold a JSON value, such as 5 or true.", name);
    cJSON_Delete(value);
    return text;
}`.split('\n')

export const CONTENT = `static char *content(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail("The file %s cannot be read.", path);
    struct buffer whole = {NULL, 0};
    char piece[4096];
    size_t count;
    while ((count = fread(piece, 1, sizeof piece, file)) > 0) collect(piece, 1, count, &whole);
    fclose(file);
    *size = whole.size;
    return whole.data;
}`.split('\n')

export const INPUT = `/* All of standard input, and a zero behind it. */
static struct buffer input(void) {
    struct buffer whole = {NULL, 0};
    char piece[4096];
    size_t count;
    while ((count = fread(piece, 1, sizeof piece, stdin)) > 0) collect(piece, 1, count, &whole);
    collect("", 1, 0, &whole);
    return whole;
}`.split('\n')

export const TELL = `/* Says what is in a document, value by value. */
static void tell(const cJSON *value, const char *path) {
    const char *place = *path == '\\0' ? "reply" : path;
    if (cJSON_IsObject(value) || cJSON_IsArray(value)) {
        int at = 0;
        for (const cJSON *part = value->child; part != NULL; part = part->next) {
            char number[16];
            snprintf(number, sizeof number, "[%d]", at++);
            if (cJSON_IsArray(value)) tell(part, joined(place, number, (char *)NULL));
            else if (place == path) tell(part, joined(path, ".", part->string, (char *)NULL));
            else tell(part, part->string);
        }
    } else if (cJSON_IsString(value)) {
        fprintf(stderr, "%s = %s\\n", place, value->valuestring);
    } else if (!cJSON_IsNull(value)) {
        fprintf(stderr, "%s = %s\\n", place, cJSON_PrintUnformatted(value));
    }
}`.split('\n')
