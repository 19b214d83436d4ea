package com.acme.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.acme.shared.Text;

/** An application that sorts, groups, adds up and formats; it keeps a cache. */
public final class Orders implements Runnable {
    private record Order(int customer, LocalDate day, BigDecimal total, String note) {}

    private final Map<Integer, String> cache = new ConcurrentHashMap<>();

    @Override
    public void run() {
        int seed = ThreadLocalRandom.current().nextInt(1000);
        Map<Integer, Map<String, BigDecimal>> totals = IntStream.range(0, 300)
                .mapToObj(i -> order(seed + i))
                .filter(order -> order.total().signum() > 0)
                .sorted((a, b) -> a.total().compareTo(b.total()))
                .collect(Collectors.groupingBy(
                        Order::customer,
                        Collectors.groupingBy(
                                order -> format(order.day()),
                                Collectors.reducing(BigDecimal.ZERO, Order::total, BigDecimal::add))));
        cache.put(seed, String.format(Locale.ROOT, "%d customers, %s", totals.size(), totals.get(seed % 7)));
    }

    private static Order order(int i) {
        BigDecimal total = BigDecimal.valueOf(i * 317L % 9973, 2)
                .multiply(BigDecimal.valueOf(119, 2))
                .divide(BigDecimal.valueOf(7), RoundingMode.HALF_EVEN);
        return new Order(i % 7, LocalDate.of(2026, 1, 1).plusDays(i % 360), total, Text.of(3));
    }

    private static String format(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(Locale.UK)
                .format(day.withDayOfMonth(1));
    }
}
