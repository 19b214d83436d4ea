/** The real WildFly, for tests. */
package io.blackfire.conprof.wildfly;
