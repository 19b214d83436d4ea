/** Real servers that know nothing of the profiler but what lies in their applications or among their libraries. */
package io.blackfire.conprof.portable;
