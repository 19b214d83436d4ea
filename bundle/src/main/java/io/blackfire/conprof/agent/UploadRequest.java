package io.blackfire.conprof.agent;

import java.io.ByteArrayOutputStream;

import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.eclipse.parsson.JsonProviderImpl;

/** The request that carries one profile, and its body, as the Agent's parser wants it. */
final class UploadRequest {
    private static final String PROFILE = "profile.pprof";

    // made here, not looked up: a service loader would find what the application of the moment brings
    private final JsonProvider json = new JsonProviderImpl();
    private final Tags tags;

    UploadRequest(Tags tags) {
        this.tags = tags;
    }

    Parcel parcel(Upload upload) {
        return new Parcel(upload.application(), upload.start(), event(upload), upload.pprof());
    }

    static HttpEntity body(Parcel parcel) {
        return MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.STRICT)
                .setContentType(ContentType.create("multipart/form-data"))
                .addBinaryBody("event", parcel.event(), ContentType.create("application/json"), "event.json")
                .addBinaryBody(PROFILE, parcel.pprof(), ContentType.APPLICATION_OCTET_STREAM, PROFILE)
                .build();
    }

    private byte[] event(Upload upload) {
        JsonObject event = json.createObjectBuilder()
                .add("attachments", json.createArrayBuilder().add(PROFILE))
                .add("tags_profiler", tags.of(upload))
                .add("start", upload.start().toString())
                .add("end", upload.end().toString())
                .add("family", "java")
                .add("version", "4")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter writer = json.createWriter(bytes)) {
            writer.writeObject(event);
        }
        return bytes.toByteArray();
    }
}
