package org.meterhaus.soap;

import com.sun.xml.ws.api.server.BoundEndpoint;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.Module;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Metro wants to know of where it runs: only that there is a list to register with. */
final class MetroContainer extends Container {

  private final Module module =
      new Module() {
        private final List<BoundEndpoint> endpoints = new ArrayList<>();

        @Override
        public List<BoundEndpoint> getBoundEndpoints() {
          return endpoints;
        }
      };

  @Override
  public <S> @Nullable S getSPI(Class<S> type) {
    return type == Module.class ? type.cast(module) : null;
  }
}
