package com.acme.server;

import java.util.List;

/** The way of a request through a server: filter after filter, as deep as the request's kind asks for. */
public final class Pipeline {
    private interface Filter {
        void handle(Pipeline rest, int left, Runnable request);
    }

    private static final class Security implements Filter {
        @Override
        public void handle(Pipeline rest, int left, Runnable request) {
            rest.next(left, request);
        }
    }

    private static final class Session implements Filter {
        @Override
        public void handle(Pipeline rest, int left, Runnable request) {
            rest.next(left, request);
        }
    }

    private static final class Encoding implements Filter {
        @Override
        public void handle(Pipeline rest, int left, Runnable request) {
            rest.next(left, request);
        }
    }

    private static final List<Filter> FILTERS = List.of(new Security(), new Session(), new Encoding());

    /** Handles a request behind so many filters. */
    public void next(int filters, Runnable request) {
        if (filters == 0) {
            request.run();
        } else {
            FILTERS.get(filters % FILTERS.size()).handle(this, filters - 1, request);
        }
    }
}
