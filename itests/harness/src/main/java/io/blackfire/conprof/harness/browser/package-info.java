/** A real browser for tests of admin consoles. */
package io.blackfire.conprof.harness.browser;
