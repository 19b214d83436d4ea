/** Marks the requests of web applications, for adapters of servers that run Jakarta servlets. Nothing here is for others. */
package io.blackfire.conprof.servlet;
