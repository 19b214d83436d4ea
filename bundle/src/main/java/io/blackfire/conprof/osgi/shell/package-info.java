/** The commands {@code blackfire:…} of Karaf's shell. Found by the shell through the header Karaf-Commands. */
package io.blackfire.conprof.osgi.shell;
