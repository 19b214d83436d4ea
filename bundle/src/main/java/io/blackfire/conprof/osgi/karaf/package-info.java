/** What Karaf knows beyond a plain framework: its features. Only touched where Karaf's packages are present. */
package io.blackfire.conprof.osgi.karaf;
