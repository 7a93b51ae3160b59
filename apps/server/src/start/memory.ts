import { setFlagsFromString } from 'node:v8'

// Imported first by the process. V8 sizes its heap by the memory of the machine, and on a large one lets garbage pile up
// to hundreds of megabytes. This collects once the heap has grown by not quite a half. Little survives of the young objects of
// requests, less than it costs to share out among threads. The start script bounds the space for young objects and the
// arenas of malloc, which are settled before any code runs: two of these, so that what the threads that compile leave
// behind lies apart and can be given back, which is 15 MB. A megabyte that is free at an end goes back, and what is larger
// than 128 kB at once: malloc would raise both bounds by what it has seen, and keep 8 MB more.
// Code that runs hot is compiled once and for good, not by a compiler between as well, whose code and notes take 12 MB.
// Nothing is born among the old objects: V8 takes to it for rows that the first requests kept for long, and from then on every
// row stays, with all it refers to, until the whole heap is collected.
setFlagsFromString('--heap-growing-percent=45')
setFlagsFromString('--no-maglev')
setFlagsFromString('--no-parallel-scavenge')
setFlagsFromString('--no-allocation-site-pretenuring')
