package io.blackfire.conprof.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the head of an answer, and takes only a whole one. The client's own parser skips what is not HTTP, which for us is
 * the mark of an old Agent, and takes {@code HTTP/1.1 200} for a success when the connection ends there.
 */
final class AnswerParser extends DefaultHttpResponseParser {
    private static final String START = "HTTP/";

    AnswerParser(Http1Config limits) {
        super(limits);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        try {
            return super.parse(buffer, new Head(in));
        } catch (NotHttp e) {
            throw new ParseException(e.getMessage());
        }
    }

    private static final class Head extends InputStream {
        private final InputStream in;
        private final StringBuilder start = new StringBuilder();

        private Head(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            for (int i = 0; i < count && start.length() < START.length(); i++) {
                start.append((char) bytes[offset + i]);
            }
            if (count < 0) {
                end();
            }
            return count;
        }

        private void end() throws IOException {
            if (start.isEmpty()) {
                throw new EOFException("it closed the connection without an answer");
            }
            if (!START.startsWith(start.toString())) {
                throw new NotHttp();
            }
            throw new EOFException("it closed the connection inside its answer");
        }
    }

    private static final class NotHttp extends IOException {
        private static final long serialVersionUID = 1;

        private NotHttp() {
            super("not HTTP");
        }
    }
}
