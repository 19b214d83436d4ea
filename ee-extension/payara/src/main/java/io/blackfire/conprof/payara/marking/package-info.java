/**
 * What runs inside applications: exported, because the server loads it through their class loaders. Nothing here is for
 * anybody to call.
 */
package io.blackfire.conprof.payara.marking;
