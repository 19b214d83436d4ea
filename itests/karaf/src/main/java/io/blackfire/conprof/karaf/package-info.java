/** Real Karaf servers for tests and the demo. */
package io.blackfire.conprof.karaf;
