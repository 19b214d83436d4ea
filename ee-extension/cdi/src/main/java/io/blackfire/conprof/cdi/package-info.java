/**
 * The profiler for any Jakarta EE server: found by the server in the libraries of one application, or in its own for all. Nothing
 * here is for anybody to call.
 */
package io.blackfire.conprof.cdi;
