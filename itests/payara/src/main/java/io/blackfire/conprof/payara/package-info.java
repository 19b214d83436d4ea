/** The real Payara, for tests. */
package io.blackfire.conprof.payara;
