/** What tests do with the machine that they run on: its JDKs, programs, folders. */
package io.blackfire.conprof.harness.machine;
