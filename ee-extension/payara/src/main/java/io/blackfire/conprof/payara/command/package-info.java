/** The commands of {@code asadmin}, which the admin console uses as well. */
package io.blackfire.conprof.payara.command;
