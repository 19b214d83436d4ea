/** Folders on disk that are private to us, and what of them is whose. */
package io.blackfire.conprof.folder;
