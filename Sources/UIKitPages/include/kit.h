#pragma once

/// A file of the UI kit, as it lies in this folder.
struct laurel_kit_file {
    const char *path;
    const unsigned char *bytes;
    unsigned long length;
};

/// How many files there are.
extern const unsigned long laurel_kit_count;

/// The file with a number; modules come in the order in which they are joined.
const struct laurel_kit_file *laurel_kit_at(unsigned long index);
