/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.events.InvalidEventException;
import io.berth.events.quantity.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a container reserves and may use. Berth bounds how far a limit may exceed its request, by
 * the application's tier, and requires limits: the tier follows from what the source says of all
 * containers of the pod, and a limit that is left out from the tier.
 */
public final class ResourceFields {

  /** A tier, and by how much limits may exceed requests in it. */
  private enum Bounds {
    STANDARD(2, 2),
    LOW(5, 3),
    BACKOFFICE(10, 4);

    private final long cpu;
    private final long memory;

    Bounds(long cpu, long memory) {
      this.cpu = cpu;
      this.memory = memory;
    }

    long of(boolean isCpu) {
      return isCpu ? cpu : memory;
    }
  }

  /** One of CPU and memory: what the source says, in millicores or bytes. */
  private record Amounts(
      boolean isCpu,
      @Nullable Long request,
      @Nullable Long limit,
      Source requested,
      Source limited) {

    boolean fit(Bounds bounds) {
      return request == null || limit == null || request >= Math.ceilDiv(limit, bounds.of(isCpu));
    }

    boolean isSaid() {
      return request != null || limit != null;
    }

    String name() {
      return isCpu ? "cpu" : "memory";
    }
  }

  private final BerthFile file;
  private final Source place;
  private final Amounts cpu;
  private final Amounts memory;
  private final Map<String, Object> limits = new LinkedHashMap<>();
  private final Map<String, Object> requests = new LinkedHashMap<>();

  private ResourceFields(Source place, Amounts cpu, Amounts memory, BerthFile file) {
    this.place = place;
    this.cpu = cpu;
    this.memory = memory;
    this.file = file;
  }

  /**
   * Where a source says them.
   *
   * @param limits the place of the limits, which a report of missing ones names
   */
  public record ResourceRequirements(
      Source limits,
      Source cpuLimit,
      Source cpuRequest,
      Source memoryLimit,
      Source memoryRequest) {}

  /**
   * Reads limits and requests of the only container into the file.
   *
   * @param notation makes of the source's notation that of Kubernetes
   */
  public static void read(
      ResourceRequirements source, UnaryOperator<String> notation, BerthFile file) {
    write(List.of(of(source, notation, file)));
  }

  /** Reads a container's {@code resources} as Kubernetes writes them. */
  public static ResourceFields of(Source resources, BerthFile file) {
    Source limits = resources.field("limits");
    Source requests = resources.field("requests");
    return of(
        new ResourceRequirements(
            limits,
            limits.field("cpu"),
            requests.field("cpu"),
            limits.field("memory"),
            requests.field("memory")),
        UnaryOperator.identity(),
        file);
  }

  private static ResourceFields of(
      ResourceRequirements source, UnaryOperator<String> notation, BerthFile file) {
    return new ResourceFields(
        source.limits(),
        amounts(true, source.cpuRequest(), source.cpuLimit(), notation, file),
        amounts(false, source.memoryRequest(), source.memoryLimit(), notation, file),
        file);
  }

  /** Writes what the containers of a pod reserve and may use; the tier is one that fits all. */
  public static void write(List<ResourceFields> containers) {
    List<ResourceFields> known = containers.stream().filter(ResourceFields::isSaid).toList();
    Bounds tier = tier(known);
    if (!known.isEmpty()) {
      known.getFirst().file.whole().put("tier", tier.name().toLowerCase(java.util.Locale.ROOT));
    }
    containers.forEach(container -> container.write(tier));
  }

  private boolean isSaid() {
    return cpu.isSaid() && memory.isSaid();
  }

  private boolean fits(Bounds bounds) {
    boolean leavesRoom = cpu.limit() != null || bounds != Bounds.STANDARD;
    return leavesRoom && cpu.fit(bounds) && memory.fit(bounds);
  }

  private static Bounds tier(List<ResourceFields> containers) {
    for (Bounds bounds : Bounds.values()) {
      if (containers.stream().allMatch(container -> container.fits(bounds))) {
        return bounds;
      }
    }
    return Bounds.BACKOFFICE;
  }

  private static Amounts amounts(
      boolean isCpu,
      Source requested,
      Source limited,
      UnaryOperator<String> notation,
      BerthFile file) {
    return new Amounts(
        isCpu,
        amount(requested, isCpu, notation, file),
        amount(limited, isCpu, notation, file),
        requested,
        limited);
  }

  private static @Nullable Long amount(
      Source source, boolean isCpu, UnaryOperator<String> notation, BerthFile file) {
    String text = source.scalar();
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      Quantity quantity = new Quantity(notation.apply(text));
      long amount = isCpu ? quantity.millicores() : quantity.bytes();
      if (amount > 0) {
        return amount;
      }
      source.ignored("0 is no limit and no request.");
    } catch (InvalidEventException e) {
      String target = file.field(isCpu ? "limits.cpu" : "limits.memory");
      String wanted = e.fields().getFirst().wanted();
      source.toDo(target, "Wanted is " + wanted + ".", "Write it.");
      file.toDo(target + ": found " + text + ", wanted " + wanted);
    }
    return null;
  }

  private void write(Bounds tier) {
    if (!isSaid()) {
      missing();
      return;
    }
    write(cpu, tier);
    write(memory, tier);
    file.put("limits", limits);
    file.put("requests", requests);
  }

  private void write(Amounts amounts, Bounds tier) {
    String name = amounts.name();
    Long request = amounts.request();
    Long limit = amounts.limit();
    if (limit != null) {
      limits.put(name, text(amounts.isCpu(), limit));
      amounts.limited().kept(file.field("limits." + name));
      long least = Math.ceilDiv(limit, tier.of(amounts.isCpu()));
      long wanted = request == null ? limit : Math.max(least, Math.min(request, limit));
      requests.put(name, text(amounts.isCpu(), wanted));
      if (request != null && request == wanted) {
        amounts.requested().kept(file.field("requests." + name));
      } else if (request != null) {
        amounts
            .requested()
            .changed(
                file.field("requests." + name),
                "%s: the limit may be at most %d times the request."
                    .formatted(text(amounts.isCpu(), wanted), tier.of(amounts.isCpu())),
                "Lower the limit if the pods need less.");
      }
    } else if (request != null) {
      long factor = amounts.isCpu() ? tier.of(true) : 2;
      limits.put(name, text(amounts.isCpu(), request * factor));
      requests.put(name, text(amounts.isCpu(), request));
      amounts.requested().kept(file.field("requests." + name));
      amounts
          .limited()
          .changed(
              file.field("limits." + name),
              "%s: a limit is required, and this is %d times the request."
                  .formatted(text(amounts.isCpu(), request * factor), factor),
              amounts.isCpu()
                  ? "Beyond it the pod is slowed down: check it against its real use."
                  : "Beyond it the pod is killed: check it against its real use.");
    }
  }

  private void missing() {
    StringBuilder nothing = new StringBuilder();
    StringBuilder said = new StringBuilder();
    for (Amounts amounts : new Amounts[] {cpu, memory}) {
      if (!amounts.isSaid()) {
        nothing.append(nothing.isEmpty() ? "" : " and ").append(amounts.name());
      }
      for (Source source : new Source[] {amounts.limited(), amounts.requested()}) {
        if (amounts.isSaid() && source.isThere()) {
          source.toDo(
              file.field("limits." + amounts.name()),
              "Limits are of CPU and memory together.",
              "Write both.");
          said.append(said.isEmpty() ? " It says " : ", ")
              .append(source == amounts.limited() ? "limits." : "requests.")
              .append(amounts.name())
              .append(' ')
              .append(source.scalar());
        }
      }
    }
    Object name = file == file.whole() ? null : file.get("name");
    String what =
        "A limit of %s is required%s, and nothing tells what would fit."
            .formatted(nothing, name == null ? "" : " for " + name);
    String target = file.field("limits");
    place.toDo(
        target,
        what,
        "Write %s, such as {cpu: %s, memory: %s}."
            .formatted(target, example(cpu, "500m"), example(memory, "256Mi")));
    file.toDo(target + ": " + what + said + (said.isEmpty() ? "" : ".") + " For example:");
    file.toDo(
        "  limits: {cpu: %s, memory: %s}"
            .formatted(example(cpu, "500m"), example(memory, "256Mi")));
  }

  private static Object example(Amounts amounts, String standard) {
    Long known = amounts.limit() == null ? amounts.request() : amounts.limit();
    return known == null ? standard : text(amounts.isCpu(), known);
  }

  /** As people write it. */
  private static Object text(boolean isCpu, long amount) {
    if (isCpu) {
      return amount % 1000 == 0 ? (Object) (amount / 1000) : amount + "m";
    }
    for (int shift = 30; shift >= 20; shift -= 10) {
      if (amount % (1L << shift) == 0) {
        return (amount >> shift) + (shift == 30 ? "Gi" : "Mi");
      }
    }
    if (amount % 1_000_000 == 0) {
      return amount % 1_000_000_000 == 0 ? amount / 1_000_000_000 + "G" : amount / 1_000_000 + "M";
    }
    return amount;
  }
}
