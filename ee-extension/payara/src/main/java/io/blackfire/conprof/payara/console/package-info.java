/** Our pages in the admin console; read by the console when somebody opens it. */
package io.blackfire.conprof.payara.console;
