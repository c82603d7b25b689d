/* Each folder of tests/cases/extract: in.html or in.txt, and out.json with the fields that the article must have. */
#include "fixture.h"
#include "record/json.h"
#include <dirent.h>
#include <stdio.h>

static span read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return (span){0};
    char *bytes = malloc(1u << 20);
    size_t len = fread(bytes, 1, 1u << 20, file);
    fclose(file);
    return (span){bytes, len};
}

typedef struct compare_job {
    const char *name;
    const retold_article *article;
    span want;
    unsigned wrong;
} compare_job;

/* Every field of the wanted object equals that of the article; "page" of captions is of no concern. */
static retold_status compare(retold_ctx *c, void *job, retold_error *err) {
    compare_job *j = job;
    arena *a = ctx_scratch(c);
    yyjson_doc *want = json_parse(a, j->want, "cases", err);
    if (!want) return RETOLD_E_FORMAT;
    yyjson_mut_doc *out = json_new(a);
    yyjson_mut_val *got = article_json(a, out, j->article);
    size_t i, n;
    yyjson_val *key, *value;
    yyjson_obj_foreach(yyjson_doc_get_root(want), i, n, key, value) {
        yyjson_mut_val *has = yyjson_mut_obj_get(got, yyjson_get_str(key)), *wanted = yyjson_val_mut_copy(out, value);
        if (has && yyjson_mut_equals(has, wanted)) continue;
        print_error("%s: %s is %s\n", j->name, yyjson_get_str(key), has ? yyjson_mut_val_write(has, 0, NULL) : "absent");
        j->wrong++;
    }
    return RETOLD_OK;
}

static unsigned run_case(const char *folder, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s/in.html", folder, name);
    span in = read_file(path);
    page_kind kind = in.ptr ? PAGE_HTML : PAGE_TEXT;
    snprintf(path, sizeof path, "%s/%s/in.txt", folder, name);
    if (!in.ptr) in = read_file(path);
    snprintf(path, sizeof path, "%s/%s/out.json", folder, name);
    span want = read_file(path);
    if (!in.ptr || !want.ptr) fail_msg("%s lacks in.html, in.txt, or out.json", name);
    retold_page *page = page_of(in, kind);
    retold_article *article = extract_page(page), *again = extract_page(page);
    check_article(article, page);
    assert_true(span_equal(article->text, again->text));
    check_own_text(article);
    compare_job job = {name, article, want, 0};
    assert_int_equal(ctx_run(ctx, compare, &job, NULL), RETOLD_OK);
    retold_article_free(again);
    retold_article_free(article);
    retold_page_free(page);
    free((void *)(uintptr_t)in.ptr);
    free((void *)(uintptr_t)want.ptr);
    return job.wrong;
}

static void case_folders(void **state) {
    (void)state;
    const char *folder = RETOLD_SOURCE_DIR "/tests/cases/extract";
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    unsigned cases = 0, wrong = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        cases++;
        wrong += run_case(folder, entry->d_name);
    }
    closedir(dir);
    assert_true(cases >= 10);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(case_folders, open_ctx, close_ctx)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
