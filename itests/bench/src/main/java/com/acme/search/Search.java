package com.acme.search;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.acme.shared.Text;

/** An application that searches: regular expressions that backtrack, trees, strings. */
public final class Search implements Runnable {
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("(\\w+)\\s+(?:(\\w+)\\s+)*?(\\w{7,})"),
            Pattern.compile("((a|e|i|o|u)[^aeiou]+){2,4}\\b", Pattern.CASE_INSENSITIVE),
            Pattern.compile("(?<year>\\d{4})-(?<month>\\d\\d)|[\\p{L}&&[^q-z]]+(?=\\s)"));

    @Override
    public void run() {
        String text = Text.of(400);
        Map<String, TreeSet<Integer>> index = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Pattern pattern : PATTERNS) {
            pattern.matcher(text).results().forEach(match -> index(match, index));
        }
        index.values().stream().mapToInt(TreeSet::size).summaryStatistics();
    }

    private static void index(MatchResult match, Map<String, TreeSet<Integer>> index) {
        for (String word : match.group().split("\\s+")) {
            index.computeIfAbsent(word, any -> new TreeSet<>()).add(match.start());
        }
    }
}
