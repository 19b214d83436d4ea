package io.blackfire.conprof.profile;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JfrInputTest {
    @TempDir
    private Path folder;

    private JfrInput input(byte[] bytes) throws IOException {
        return new JfrInput(Files.write(folder.resolve("input"), bytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, 1L << 55, (1L << 56) - 1})
    void numbers_areReadWhereverTheWindowEnds(long number) throws IOException {
        ProtoWriter bytes = new ProtoWriter(1 << 18);
        for (int i = 0; i < 20_000; i++) {
            bytes.varint(number);
            bytes.varint(i);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        bytes.writeTo(file);
        try (JfrInput in = input(file.toByteArray())) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(in.varlong()).isEqualTo(number);
                assertThat(in.varint()).isEqualTo(i);
            }
            assertThat(in.position()).isEqualTo(in.size());
        }
    }

    /** Unlike in protocol buffers, the ninth byte is the last and all of it counts. */
    @ParameterizedTest
    @ValueSource(ints = {9, 20})
    void nineBytes_areWholeNumber(int length) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, 0, 9, (byte) 0xff);
        try (JfrInput in = input(bytes)) {
            assertThat(in.varlong()).isEqualTo(-1);
            assertThat(in.position()).isEqualTo(9);
        }
    }

    @Test
    void strings_mayBeLongerThanTheWindow() throws IOException {
        String text = "Grüße ".repeat(30_000);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ProtoWriter head = new ProtoWriter(16);
        head.varint(3);
        head.varint(utf8.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        head.writeTo(file);
        file.writeBytes(utf8);
        try (JfrInput in = input(file.toByteArray())) {
            assertThat(in.string()).isEqualTo(text);
            in.seek(0);
            assertThat(in.readByte()).isEqualTo((byte) 3);
        }
    }

    @Test
    void theEnd_isAnError() throws IOException {
        try (JfrInput in = input(new byte[] {(byte) 0x80})) {
            assertThatThrownBy(in::varlong).isInstanceOf(EOFException.class);
        }
        try (JfrInput in = input(new byte[] {3, 100, 'a'})) {
            assertThatThrownBy(in::string).isInstanceOf(IOException.class).hasMessageContaining("100");
        }
    }
}
