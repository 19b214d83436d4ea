package io.blackfire.conprof.admin;

import java.io.StringReader;

import jakarta.json.JsonObject;
import org.eclipse.parsson.JsonProviderImpl;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class StatusJsonTest {

    private static JsonObject parse(String json) {
        assertThat(json).doesNotContain("\n");
        return new JsonProviderImpl().createReader(new StringReader(json)).readObject();
    }

    @Test
    void json_saysAllThatTheStatusDoes() {
        JsonObject json = parse(StatusJson.of(Statuses.unavailable()));
        assertThat(json.getString("state")).isEqualTo("unavailable");
        assertThat(json.getString("reason")).isEqualTo("no library for this machine");
        assertThat(json.getString("since")).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(json.getJsonArray("applications").toString())
                .isEqualTo("[{\"name\":\"orders\",\"server\":false,\"samples\":1200,\"profiles\":3,\"delivered\":2},"
                        + "{\"name\":\"root\",\"server\":true,\"samples\":7,\"profiles\":3,\"delivered\":3}]");
        assertThat(json.getJsonObject("delivery").toString())
                .isEqualTo("{\"socket\":\"unix:///agent.sock\",\"delivered\":5,\"deliveredBytes\":20480,\"pending\":1,"
                        + "\"pendingBytes\":300,\"spooled\":4,\"spooledBytes\":1200,\"lost\":{\"rejected\":2},\"problem\":\"refused\",\"last\":{"
                        + "\"at\":\"2026-01-02T03:04:15.678Z\",\"application\":\"orders\",\"delivered\":false,"
                        + "\"answer\":\"503 Busy\\u001b[2J\"}}");
        assertThat(json.getJsonObject("lastPeriod").getInt("durationMillis")).isEqualTo(10_003);
        assertThat(json.getJsonObject("lastPeriod").getInt("nativeBytes")).isEqualTo(20 << 20);
        assertThat(json.getJsonObject("settings").keySet()).hasSize(Setting.values().length);
        assertThat(json.getJsonObject("settings").getJsonObject("period").toString())
                .isEqualTo("{\"value\":\"10s\",\"source\":\"configuration\"}");
        assertThat(json.getJsonArray("refused").toString())
                .isEqualTo(
                        "[{\"key\":\"cpu-rate\",\"value\":\"x\",\"reason\":\"must be a whole number\",\"kept\":\"100\"}]");
    }

    @Test
    void secrets_areHidden() {
        String json = StatusJson.of(Statuses.unavailable());
        assertThat(json).doesNotContain(Statuses.TOKEN);
        assertThat(parse(json)
                        .getJsonObject("settings")
                        .getJsonObject("server-token")
                        .getString("value"))
                .isEqualTo("***");
    }

    @Test
    void names_areEscapedAndComeBackWhole() {
        String name = "a\u001b[2J\u009b2J\n\"</script>\\";
        String json = StatusJson.of(Statuses.named(name));
        assertThat(json).doesNotContain("\u001b", "\u009b", "\n");
        assertThat(parse(json).getJsonArray("applications").getJsonObject(0).getString("name"))
                .isEqualTo(name);
    }
}
