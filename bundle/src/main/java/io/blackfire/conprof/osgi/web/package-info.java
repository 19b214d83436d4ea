/** Runs web requests as their applications. Only touched once there is a web container. */
package io.blackfire.conprof.osgi.web;
