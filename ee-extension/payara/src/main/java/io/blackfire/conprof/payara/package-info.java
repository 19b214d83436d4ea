/** The adapter for Payara: services that its kernel finds in our bundle, and starts. */
package io.blackfire.conprof.payara;
