#include <retold/base.h>
#include <stdio.h>

int main(void) {
    printf("retold %s\n", retold_version());
    return 0;
}
