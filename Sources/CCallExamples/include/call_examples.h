#pragma once

/// Examples of calls as one JSON document, and how long it is.
const unsigned char *laurel_call_examples(unsigned long *length);
