#include "call_examples.h"

// `#embed` is of C23; the compiler has it in every version of the language, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Made by scripts/record-examples.
static const unsigned char examples[] = {
#embed "examples.json"
};

const unsigned char *laurel_call_examples(unsigned long *length) {
    *length = sizeof examples;
    return examples;
}
