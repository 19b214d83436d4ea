/** What {@code mvn -Pdemo} shows, whatever the server. */
package io.blackfire.conprof.harness.demo;
