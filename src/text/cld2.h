/* The one door to CLD2, which is C++ (cld2.cc). */
#ifndef TEXT_CLD2_H
#define TEXT_CLD2_H
#ifdef __cplusplus
extern "C" {
#endif

/*
 * CLD2's code of the text's first language, constant; whether it is sure, and the share of the text in hundredths. Where CLD2 refuses
 * control characters a stretch without them speaks for all.
 */
const char *cld2_language(const char *text, int len, int *reliable, int *percent);

#ifdef __cplusplus
}
#endif
#endif
