#pragma once

/// A file of the dashboard, as it lies in the folder `pages`.
struct laurel_page {
    const char *path;
    const unsigned char *bytes;
    unsigned long length;
};

/// How many files there are.
extern const unsigned long laurel_page_count;

/// The file with a number; modules come in the order in which they are joined.
const struct laurel_page *laurel_page_at(unsigned long index);

/// How many files the documentation has: those of its pages, and their texts.
extern const unsigned long laurel_guide_count;

/// The file of the documentation with a number.
const struct laurel_page *laurel_guide_at(unsigned long index);
