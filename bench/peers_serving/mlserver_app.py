"""The task served by MLServer."""

import asyncio

from classifying import arguments, load
from mlserver import MLModel, MLServer, ModelSettings, Settings
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse


class Sections(MLModel):
    """Puts texts into their section."""

    async def load(self) -> bool:
        self.classify = load(self.settings.parameters.uri)
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        texts = StringCodec.decode_input(payload.inputs[0])
        output = StringCodec.encode_output("section", [self.classify(text) for text in texts])
        return InferenceResponse(model_name=self.name, outputs=[output])


async def serve(model: str, port: int) -> None:
    """Serve without worker processes, which would only pass requests on."""
    settings = Settings(
        host="127.0.0.1",
        http_port=port,
        grpc_port=port + 1,
        metrics_port=port + 2,
        parallel_workers=0,
        debug=False,
    )
    sections = ModelSettings(name="sections", implementation=Sections, parameters={"uri": model})
    await MLServer(settings).start([sections])


if __name__ == "__main__":
    options = arguments()
    asyncio.run(serve(options.model, options.port))
