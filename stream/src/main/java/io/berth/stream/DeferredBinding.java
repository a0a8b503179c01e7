/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binding;

/**
 * A binding that is created when the gate opens. Until then it is not running; a message that is
 * sent to it fails at once, because its channel has no subscriber.
 *
 * @param <T> what is bound, such as a message channel
 */
final class DeferredBinding<T> implements Binding<T> {

  private final String destination;
  private final String bindingName;
  private final boolean input;
  private @Nullable Binding<T> delegate;
  private boolean unbound;

  DeferredBinding(String destination, String bindingName, boolean input) {
    this.destination = destination;
    this.bindingName = bindingName;
    this.input = input;
  }

  /** Creates the binding, unless it has been unbound meanwhile. */
  void bind(Supplier<Binding<T>> factory) {
    if (isUnbound()) {
      return;
    }
    Binding<T> binding = factory.get();
    if (!keep(binding)) {
      binding.unbind();
    }
  }

  private synchronized boolean isUnbound() {
    return unbound;
  }

  private synchronized boolean keep(Binding<T> binding) {
    delegate = binding;
    return !unbound;
  }

  private synchronized @Nullable Binding<T> delegate() {
    return delegate;
  }

  @Override
  public String getName() {
    return destination;
  }

  @Override
  public String getBindingName() {
    return bindingName;
  }

  @Override
  public @Nullable String getBinderName() {
    Binding<T> binding = delegate();
    return binding == null ? null : binding.getBinderName();
  }

  @Override
  public @Nullable String getBinderType() {
    Binding<T> binding = delegate();
    return binding == null ? null : binding.getBinderType();
  }

  @Override
  public boolean isInput() {
    return input;
  }

  @Override
  public boolean isRunning() {
    Binding<T> binding = delegate();
    return binding != null && binding.isRunning();
  }

  @Override
  public boolean isPaused() {
    Binding<T> binding = delegate();
    return binding != null && binding.isPaused();
  }

  @Override
  public void start() {
    Binding<T> binding = delegate();
    if (binding != null) {
      binding.start();
    }
  }

  @Override
  public void stop() {
    Binding<T> binding = delegate();
    if (binding != null) {
      binding.stop();
    }
  }

  @Override
  public void pause() {
    Binding<T> binding = delegate();
    if (binding != null) {
      binding.pause();
    }
  }

  @Override
  public void resume() {
    Binding<T> binding = delegate();
    if (binding != null) {
      binding.resume();
    }
  }

  @Override
  public void unbind() {
    Binding<T> binding;
    synchronized (this) {
      unbound = true;
      binding = delegate;
    }
    if (binding != null) {
      binding.unbind();
    }
  }

  @Override
  public Map<String, Object> getExtendedInfo() {
    Binding<T> binding = delegate();
    return binding == null ? Map.of("state", "waits for Kafka") : binding.getExtendedInfo();
  }
}
