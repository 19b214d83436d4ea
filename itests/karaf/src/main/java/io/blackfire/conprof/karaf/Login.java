package io.blackfire.conprof.karaf;

import java.util.UUID;

/**
 * A user of one server.
 *
 * @param user the name
 * @param password a password that nobody could guess
 */
record Login(String user, String password) {

    static Login of(String user) {
        return new Login(user, UUID.randomUUID().toString());
    }
}
