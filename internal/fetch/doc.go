// Package fetch gets official files from their publishers: what they publish is
// in a registry, a file is found by reading the links of the page it is announced
// on, and an original that was got is kept for good, with a journal of where it
// came from. It knows nothing of what the files mean.
//
// Publishers' servers fail in every way there is, so a download can be broken off
// at any moment and goes on where it stopped; nothing half-written ever bears a
// file's own name.
package fetch
