package io.llmgw.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelModeTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini, chat",
    "gpt-5, chat",
    "claude-sonnet-4-5, chat",
    "llama3.2:3b, chat",
    "qwen3-vl, chat",
    "mistral-large-latest, chat",
    "deepseek-reasoner, chat",
    "text-embedding-3-small, embedding",
    "nomic-embed-text, embedding",
    "BAAI/bge-m3, embedding",
    "all-MiniLM-L6-v2, embedding",
    "jina-reranker-v2, rerank",
    "bge-reranker-v2-m3, rerank",
    "omni-moderation-latest, moderation",
    "meta-llama/Llama-Guard-4-12B, moderation",
    "gpt-realtime, realtime",
    "whisper-1, audio_transcription",
    "gpt-4o-transcribe, audio_transcription",
    "tts-1-hd, audio_speech",
    "gpt-4o-mini-tts, audio_speech",
    "dall-e-3, image_generation",
    "gpt-image-1, image_generation",
    "FLUX.1-dev, image_generation",
    "sora-2, video_generation",
    "veo-3, video_generation",
    "gpt-3.5-turbo-instruct, completion",
    "davinci-002, completion"
  })
  void guessesWhatAModelIsFor(String model, String mode) {
    assertThat(ModelMode.of(model)).isEqualTo(mode);
  }
}
