/** The page "Blackfire" of the Felix Web Console. Only touched once there is an HTTP service that a console could use. */
package io.blackfire.conprof.osgi.webconsole;
