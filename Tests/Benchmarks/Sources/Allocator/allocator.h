// The statistics of the C library's allocator, which Swift's module of that library leaves out.
#ifdef __linux__
#include <malloc.h>
#endif
