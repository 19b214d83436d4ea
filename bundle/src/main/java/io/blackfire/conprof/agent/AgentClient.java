package io.blackfire.conprof.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;

import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;

import io.blackfire.conprof.agent.Answer.Outcome;

/**
 * Sends one profile and reads the answer. Every attempt has a connection of its own: uploads are most of a minute apart, and
 * a connection kept that long would be found dead when the Agent was restarted in between, too late to tell whether the
 * profile arrived.
 */
final class AgentClient {
    /** Of an answer's body no more is read than what the log can show. */
    private static final int BODY_BYTES = 1024;

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(100)
            .build();

    private static final ManagedHttpClientConnectionFactory CONNECTIONS = ManagedHttpClientConnectionFactory.builder()
            .http1Config(LIMITS)
            .responseParserFactory(defaults -> new AnswerParser(LIMITS))
            .build();

    /** A certificate that is not trusted will not be in a second, and to find that out takes 20 ms of CPU. */
    private static final Duration UNTRUSTED_WAIT = Duration.ofMinutes(1);

    private AgentClient() {}

    static Answer send(AgentAddress address, Parcel parcel, Attempt attempt) {
        Target target;
        try {
            target = Target.of(address);
        } catch (IllegalArgumentException e) {
            return Answer.of(Outcome.ABSENT, e.getMessage());
        }
        CloseableHttpClient client = client(target, attempt);
        try {
            return answer(client.executeOpen(target.host(), post(target, address, parcel), null), address);
        } catch (ClientProtocolException | MessageConstraintException e) {
            return Answer.of(Outcome.OUTDATED, "its answer is not HTTP");
        } catch (ConnectException | UnknownHostException | UnsupportedOperationException e) {
            return Answer.of(Outcome.ABSENT, reason(e));
        } catch (IOException e) {
            return new Answer(Outcome.NOT_NOW, reason(e), untrusted(e) ? UNTRUSTED_WAIT : Duration.ZERO);
        } finally {
            // never gracefully, which would first read the rest of an answer that may have no end
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private static boolean untrusted(Throwable e) {
        return e instanceof CertificateException || e != null && untrusted(e.getCause());
    }

    private static HttpPost post(Target target, AgentAddress address, Parcel parcel) {
        HttpPost post = new HttpPost(target.path());
        post.setEntity(UploadRequest.body(parcel));
        post.setHeader(HttpHeaders.CONNECTION, "close");
        address.basicCredentials()
                .ifPresent(credentials -> post.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + credentials));
        return post;
    }

    private static CloseableHttpClient client(Target target, Attempt attempt) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(
                        new BasicHttpClientConnectionManager(new Connector(target.unixSocket(), attempt), CONNECTIONS))
                .setUserAgent("blackfire-conprof-java/" + Jvm.probeVersion())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState();
        if (target.proxied()) {
            builder.setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()));
        }
        return builder.build();
    }

    private static Answer answer(ClassicHttpResponse response, AgentAddress address) {
        int status = response.getCode();
        if (status >= 200 && status < 300) {
            return Answer.of(Outcome.DELIVERED, LogText.of(address.hideSecrets(status(response))));
        }
        String text = text(response, address);
        if (status == 404) {
            return Answer.of(Outcome.OUTDATED, "it answered " + text);
        }
        // 408 is the Agent's own way to say time-out
        if (status == 408 || status == 429 || status >= 500) {
            return new Answer(Outcome.NOT_NOW, "it answered " + text, retryAfter(response));
        }
        return Answer.of(Outcome.REFUSED, text);
    }

    private static Duration retryAfter(ClassicHttpResponse response) {
        Header field = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        return RetryAfter.parse(field == null ? null : field.getValue(), Instant.now());
    }

    private static String text(ClassicHttpResponse response, AgentAddress address) {
        String body = "";
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            try {
                InputStream content = entity.getContent();
                body = new String(content.readNBytes(BODY_BYTES), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // the status says enough
            }
        }
        return LogText.of(address.hideSecrets(status(response) + (body.isBlank() ? "" : ": " + body)));
    }

    private static String status(ClassicHttpResponse response) {
        String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
        return (response.getCode() + " " + reason).strip();
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : LogText.of(e.getMessage());
    }
}
