/**
 * What the administration of every server shares: a status in words and as JSON, for consoles, commands and management
 * clients. Knows no server; the adapters put it where their administrators look.
 */
package io.blackfire.conprof.admin;
