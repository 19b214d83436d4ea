package io.blackfire.conprof.ee.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Works for each message, and answers with the result. */
@ServerEndpoint("/socket")
public class BurnSocket {
    /** For the container. */
    public BurnSocket() {}

    /** Works for so many units. */
    @OnMessage
    public String work(String units) {
        return Long.toString(Burner.work(Integer.parseInt(units)));
    }
}
